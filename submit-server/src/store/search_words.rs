//! Words that the search found nothing for: how often on a day, and nothing else.

use rusqlite::params;

use super::{ReadTx, WriteTx};
use crate::problem::Result;

/// Most different words of a day; who sends more is no citizen.
const MOST_OF_A_DAY: i64 = 1_000;

impl ReadTx<'_> {
    /// Words that were missed at least so often since a day, the most missed first.
    pub fn search_words(&self, since: &str, least: i64) -> Result<Vec<(String, i64)>> {
        self.all(
            "SELECT word, SUM(times) FROM search_words WHERE day >= $1
             GROUP BY word HAVING SUM(times) >= $2 ORDER BY SUM(times) DESC, word",
            params![since, least],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
    }
}

impl WriteTx<'_> {
    /// Counts a word on a day, unless the day has too many words to be true.
    pub fn count_search_word(&self, word: &str, day: &str) -> Result<()> {
        self.change(
            "INSERT INTO search_words (word, day, times)
             SELECT $1, $2, 1 WHERE (SELECT COUNT(*) FROM search_words WHERE day = $2) < $3
             ON CONFLICT (day, word) DO UPDATE SET times = search_words.times + 1",
            params![word, day, MOST_OF_A_DAY],
        )?;
        Ok(())
    }

    /// Forgets what was counted before a day.
    pub fn forget_search_words(&self, before: &str) -> Result<()> {
        self.change("DELETE FROM search_words WHERE day < $1", params![before])?;
        Ok(())
    }
}
