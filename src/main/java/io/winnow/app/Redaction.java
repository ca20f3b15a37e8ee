package io.winnow.app;

import java.util.List;
import java.util.regex.Pattern;

/** Takes secrets out of texts that are shown. Immutable. */
final class Redaction {
    private static final String HIDDEN = "•••";
    private static final Pattern ASSIGNED = Pattern.compile(
            "(?i)((?:password|passwd|secret|token|api[-_]?key|authorization)\\w*[\"']?\\s*[:=]\\s*)(?:bearer\\s+|basic\\s+)?[\"']?[^\\s\"',;)}]+");
    private static final Pattern IN_URI = Pattern.compile("(\\w+://)[^\\s/@]+@");

    private final List<String> secrets;

    /**
     * @param secrets known ones, hidden wherever they stand
     */
    Redaction(List<String> secrets) {
        this.secrets = secrets.stream().filter(secret -> !secret.isBlank()).toList();
    }

    String redact(String text) {
        String shown =
                IN_URI.matcher(ASSIGNED.matcher(text).replaceAll("$1" + HIDDEN)).replaceAll("$1" + HIDDEN + "@");
        for (String secret : secrets) {
            shown = shown.replace(secret, HIDDEN);
        }
        return shown;
    }
}
