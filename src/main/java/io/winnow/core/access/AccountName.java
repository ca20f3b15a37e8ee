package io.winnow.core.access;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/** Names of accounts and tokens: one spelling for each, whatever keyboard it came from. */
final class AccountName {
    private static final Pattern ACCOUNT = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N}\\p{M}._@-]{0,63}");
    private static final Pattern TOKEN = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N}\\p{M}._@ -]{0,63}");

    private AccountName() {}

    /** @throws IllegalArgumentException when it cannot be the name of an account */
    static String of(String text) {
        String name = spelled(text);
        if (!ACCOUNT.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "name = '%.70s' must have 1 to 64 letters, digits or . _ @ -, and begin with a letter or digit"
                            .formatted(text));
        }
        return name;
    }

    /** The same spelling, without the rules: for finding. */
    static String spelled(String text) {
        return Normalizer.normalize(text.strip(), Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException when it cannot be the name of a token */
    static String ofToken(String text) {
        String name = Normalizer.normalize(text.strip(), Normalizer.Form.NFC);
        if (!TOKEN.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "name = '%.70s' must have 1 to 64 letters, digits, spaces or . _ @ -, and begin with a letter or digit"
                            .formatted(text));
        }
        return name;
    }
}
