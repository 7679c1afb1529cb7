"""Official paper: what a document says (content), how it must look (layout), and its renderings (pdf,
docx)."""
