"""保存した条件: what people look for again and again."""
