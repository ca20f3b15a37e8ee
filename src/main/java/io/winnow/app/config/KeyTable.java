package io.winnow.app.config;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The tables of {@code docs/configuration.md}: one row for each key. */
final class KeyTable {
    private static final Pattern ROW = Pattern.compile("\\| `([^`]+)` \\| .+? \\| .+? \\| *(.*?) *\\|?");
    private static final Pattern LINK = Pattern.compile("\\[([^]]*)]\\([^)]*\\)");

    private KeyTable() {}

    /** What each key means, as plain text, by its path. */
    static Map<String, String> meanings(String markdown) {
        Map<String, String> meanings = new LinkedHashMap<>();
        markdown.lines().map(ROW::matcher).filter(Matcher::matches).forEach(row -> {
            String plain = LINK.matcher(row.group(2)).replaceAll("$1");
            meanings.put(row.group(1), plain.replace("`", "").strip());
        });
        return meanings;
    }
}
