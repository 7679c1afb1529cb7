"""Places to choose from: the lowest regions an office covers, where accounts are kept."""

from functools import cache

from registry.domain import regions


@cache
def lowest_below(region_code: str) -> tuple[tuple[str, str], ...]:
    """Code and name of each county below a region, the city's name before it where there are several."""
    if regions.find(region_code) is None or regions.is_lowest(region_code):
        return ()
    found: list[tuple[str, str]] = []
    for below in regions.children(region_code):
        inside = lowest_below(below.code)
        if not inside and regions.is_lowest(below.code):
            found.append((below.code, below.name))
        prefix = "" if below.nominal else below.name
        found.extend((code, prefix + name) for code, name in inside)
    return tuple(found)


def choices_below(region_code: str) -> tuple[tuple[str, str], ...]:
    """What an office above the county may narrow its lists to: its cities, each followed by its counties."""
    found: list[tuple[str, str]] = []
    for below in regions.children(region_code) if regions.find(region_code) else ():
        if not below.nominal:
            found.append((below.code, below.name))
        found.extend((code, f"{'' if below.nominal else '　'}{name}") for code, name in lowest_below(below.code))
    return tuple(found)
