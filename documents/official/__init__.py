"""Official papers 公文 after GB/T 9704-2012: one description of a paper, rendered as PDF and as DOCX."""
