package io.winnow.app.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Which word somebody may have meant. */
final class Spelling {
    private static final int LONGEST = 64;

    private Spelling() {}

    /** The word that takes the fewest changes, if these are few for its length. */
    static Optional<String> nearest(String word, Collection<String> known) {
        return known.stream()
                .min(Comparator.comparingInt(candidate -> changes(word, candidate)))
                .filter(candidate ->
                        changes(word, candidate) <= Math.max(candidate.length() > 3 ? 2 : 1, candidate.length() / 3));
    }

    /** Letters to insert, delete or replace (Levenshtein 1965), without regard to case. */
    private static int changes(String from, String to) {
        if (from.length() > LONGEST) {
            return from.length();
        }
        String a = from.toLowerCase(Locale.ROOT);
        String b = to.toLowerCase(Locale.ROOT);
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
