-- Words that the search found nothing for, where the municipality counts them: how often
-- on a day, and nothing of who asked.
CREATE TABLE search_words (
    word TEXT NOT NULL,
    day TEXT NOT NULL,                         -- 2026-11-23, on Swedish clocks
    times INTEGER NOT NULL,
    PRIMARY KEY (day, word)
) STRICT;
