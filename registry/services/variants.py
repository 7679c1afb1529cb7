"""Merging holders that are one and the same, taking a merge back, and saying that holders are not the same.

A merge moves every account to the holder that is kept; the merged ones stay on file with their keys, as former names,
so that what was sealed under them stays readable and the merge can be undone. What the officer chose is looked at by
the same rules that proposed it: persons are never merged on a name alone (个人信息保护法 art. 8).
"""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import delete
from sqlalchemy.orm import Session

from registry.domain.errors import Refusal
from registry.domain.permissions import Actor, require
from registry.domain.rosters.variants import Cluster, contradiction, find_clusters
from registry.services import audit, holders
from registry.services.accounts import rekey
from registry.services.holder_book import holder_state, is_same_state, set_state
from registry.store import variants as store
from registry.store.accounts import Account, Holder
from registry.store.scope import EVERYTHING, Scope, scope_of
from registry.store.variants import HolderDismissal, HolderMerge, MergedHolder


def clusters(session: Session, *, scope: Scope) -> list[Cluster]:
    """What is proposed to an office: the holders likely one and the same, the surest first."""
    return find_clusters(store.list_lines(session, scope=scope), store.list_apart(session, scope=scope))


def merge(session: Session, kept_id: int, others: Collection[int], *, by: Actor, at: datetime) -> HolderMerge:
    """Make one holder of several: all accounts of ``others`` go to the one that is kept.

    What the kept one lacks of type, credit code and identity number it takes from them. One that was merged into the
    kept one before and has an account all the same gives it up once more, under that merge. Raises Refusal
    ("variants.two_codes" …) where they contradict each other, "variants.not_alike" where nothing says they are one,
    "variants.merged_already" where another stands for one of them, "accounts.exists" where two accounts would then
    bear one key.
    """
    ids = {kept_id, *others}
    members = store.lock_holders(session, ids, scope=scope_of(by.region_code))
    kept = next(each for each in members if each.id == kept_id)
    require(by, "holders.merge", kept.region_code)
    gone = [each for each in members if each is not kept]
    earlier = _earlier_merges(session, kept, gone)
    _refuse_unlike(session, ids, scope=scope_of(kept.region_code))
    for each in gone:
        if each.id in earlier:
            _bring_after(session, earlier[each.id], kept, each, by=by, at=at)
    gone = [each for each in gone if each.id not in earlier]
    if not gone:
        return max(earlier.values(), key=lambda done: done.id)
    before = holder_state(kept)
    _complete(kept, gone)
    moved = store.list_accounts_behind(session, [each.id for each in gone])
    was = {str(account.id): account.holder_id or 0 for account in moved}
    for account in moved:
        _hand_over(session, account, kept, at=at)
    done = HolderMerge(
        region_code=kept.region_code, kept_id=kept.id, moved=was, before=before, after=holder_state(kept),
        names=[each.name for each in gone], made_at=at, made_by_id=by.user_id,
    )  # fmt: skip
    session.add(done)
    session.flush()
    session.add_all(MergedHolder(holder_id=each.id, kept_id=kept.id, merge_id=done.id) for each in gone)
    told = {"holders": [_told(each) for each in members], "uscc": before["uscc"]}
    after = {"holders": [_told(kept)], "uscc": kept.uscc, "accounts": sorted(map(int, was))}
    _log(session, "variants.merge", done, by=by, at=at, before=told, after=after)
    return done


def undo(session: Session, merge_id: int, *, by: Actor, at: datetime) -> HolderMerge:
    """Give the merged holders their accounts back, and the kept one what it was.

    Raises Refusal "variants.undone_already", "variants.moved_since" where an account went elsewhere meanwhile,
    "variants.changed_since" where the kept holder was set right since, "variants.filed_since" where a violation, a
    measure or a document was filed on one of the accounts.
    """
    done = store.get_merge(session, merge_id, scope=scope_of(by.region_code))
    require(by, "holders.merge", done.region_code)
    former = set(done.moved.values())
    known = {each.id: each for each in store.lock_holders(session, {done.kept_id, *former}, scope=EVERYTHING)}
    kept = known[done.kept_id]
    back = [each for each in store.list_accounts_behind(session, [kept.id]) if str(each.id) in done.moved]
    _refuse_late(session, done, kept, back)
    set_state(kept, done.before)
    for account in back:
        _hand_over(session, account, known[done.moved[str(account.id)]], at=at)
    session.execute(delete(MergedHolder).where(MergedHolder.merge_id == done.id))
    done.undone_at, done.undone_by_id = at, by.user_id
    told = {"holders": [_told(kept)], "accounts": sorted(each.id for each in back)}
    after = {"holders": [_told(known[each]) for each in sorted(known)]}
    _log(session, "variants.undo", done, by=by, at=at, before=told, after=after)
    return done


def _earlier_merges(session: Session, kept: Holder, gone: Collection[Holder]) -> dict[int, HolderMerge]:
    """The merges by which some of these came to the kept one before and have accounts all the same.

    Raises Refusal("variants.merged_already") where another stands for one of them, or nothing is left to be merged.
    """
    found: dict[int, HolderMerge] = {}
    for merged in store.list_merged_among(session, [kept.id, *(each.id for each in gone)]):
        is_late = merged.kept_id == kept.id and store.list_accounts_behind(session, [merged.holder_id])
        if not is_late:
            raise Refusal("variants.merged_already", name=session.get_one(Holder, merged.kept_id).name)
        found[merged.holder_id] = session.get_one(HolderMerge, merged.merge_id)
    return found


def _bring_after(session: Session, done: HolderMerge, kept: Holder, gone: Holder, *, by: Actor, at: datetime) -> None:
    """Bring the accounts that came to a merged holder since its merge to the kept one, as part of that merge."""
    late = store.list_accounts_behind(session, [gone.id])
    for account in late:
        done.moved = {**done.moved, str(account.id): gone.id}
        _hand_over(session, account, kept, at=at)
    ids = sorted(each.id for each in late)
    before, after = {"holders": [_told(gone)]}, {"holders": [_told(kept)], "accounts": ids}
    _log(session, "variants.merge", done, by=by, at=at, before=before, after=after)


def lead_back(session: Session, account: Account, holder: Holder) -> Holder:
    """The holder that stands now for the one an account is given back to, so that no merged holder has accounts.

    Each merge on the way takes note of the account: undone, it gives it back to that holder.
    """
    while (merged := session.get(MergedHolder, holder.id)) is not None:
        done = session.get_one(HolderMerge, merged.merge_id)
        done.moved = {str(account.id): holder.id, **done.moved}
        holder = session.get_one(Holder, merged.kept_id)
    return holder


def dismiss(session: Session, members: Collection[int], *, by: Actor, at: datetime) -> HolderDismissal:
    """Say that these holders are not the same; none two of them are proposed together again."""
    if len(set(members)) < 2:
        raise Refusal("variants.too_few")
    found = store.lock_holders(session, members, scope=scope_of(by.region_code))
    require(by, "holders.merge", found[0].region_code)
    said = HolderDismissal(
        region_code=found[0].region_code, members=[each.id for each in found], said_at=at, said_by_id=by.user_id
    )
    session.add(said)
    after = {"holders": [_told(each) for each in found]}
    audit.record(
        session, "variants.dismiss", by=by, at=at, object_type="holder", object_id=found[0].id,
        region_code=said.region_code, after=after,
    )  # fmt: skip
    return said


def take_back(session: Session, dismissal_id: int, *, by: Actor, at: datetime) -> HolderDismissal:
    """Say no longer that these holders are not the same: where they are alike they are proposed again.

    Raises Refusal("variants.taken_back_already").
    """
    said = store.get_dismissal(session, dismissal_id, scope=scope_of(by.region_code))
    require(by, "holders.merge", said.region_code)
    if said.taken_back_at is not None:
        raise Refusal("variants.taken_back_already")
    said.taken_back_at, said.taken_back_by_id = at, by.user_id
    names = store.list_holder_names(session, said.members)
    audit.record(
        session, "variants.take_back", by=by, at=at, object_type="holder", object_id=said.members[0],
        region_code=said.region_code, before={"holders": [f"{names[each]}（{each}）" for each in said.members]},
    )  # fmt: skip
    return said


def _refuse_unlike(session: Session, ids: Collection[int], *, scope: Scope) -> None:
    """Raise Refusal unless the same rules that propose say that all of these are one."""
    if len(set(ids)) < 2:
        raise Refusal("variants.too_few")
    lines = store.list_lines(session, scope=scope, holder_ids=ids)
    against = contradiction(lines)
    if against:
        raise Refusal(f"variants.{against}")
    found = find_clusters(lines)
    if len(found) != 1 or set(found[0].members) != set(ids):
        raise Refusal("variants.not_alike")


def _complete(kept: Holder, gone: Iterable[Holder]) -> None:
    """Take from the merged holders what the kept one lacks; an identity number is sealed anew under its key."""
    for each in gone:
        said: dict[str, Any] = {}
        said["holder_type"] = None if kept.holder_type else each.holder_type
        said["uscc"] = None if kept.uscc else each.uscc
        said["id_no"] = None if kept.id_no_mark else holders.unseal(each, each.id_no_sealed)
        said["holder"] = None if kept.written_name else each.written_name
        holders.complete(kept, said)


def _hand_over(session: Session, account: Account, to: Holder, *, at: datetime) -> None:
    """Put an account under another holder: its phone under that one's key, its own key by that one's name."""
    phone = holders.unseal(account.holder, account.phone_sealed)
    account.holder = to
    account.phone_sealed, account.phone_mark = holders.seal(to, phone) if phone else (None, None)
    account.updated_at = at
    rekey(session, account, seen_from=account.region_code)
    session.flush()


def _refuse_late(session: Session, done: HolderMerge, kept: Holder, back: Collection[Account]) -> None:
    """Raise Refusal where too much happened since for the merge to be taken back."""
    if done.undone_at is not None:
        raise Refusal("variants.undone_already")
    if len(back) < len(done.moved):
        raise Refusal("variants.moved_since")
    if not is_same_state(done.after, holder_state(kept)):
        raise Refusal("variants.changed_since")
    if store.is_filed_since(session, [each.id for each in back], done.made_at):
        raise Refusal("variants.filed_since")


def _told(holder: Holder) -> str:
    """A holder as the log names it."""
    return f"{holder.name}（{holder.id}）"


def _log(
    session: Session, act: str, done: HolderMerge, *, by: Actor, at: datetime, before: dict[str, Any],
    after: dict[str, Any],
) -> None:  # fmt: skip
    audit.record(
        session, act, by=by, at=at, object_type="holder", object_id=done.kept_id, region_code=done.region_code,
        before=before, after=after,
    )  # fmt: skip
