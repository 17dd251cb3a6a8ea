"""What was achieved: counting rules, figures per plan and year, changes after a close, progress of indicators."""
