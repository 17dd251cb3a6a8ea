"""お知らせ: what the centre tells everybody."""
