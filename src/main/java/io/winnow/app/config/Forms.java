package io.winnow.app.config;

import java.net.URI;
import java.util.regex.Pattern;

/** Forms of text that several keys have; what is not of one is refused by an IllegalArgumentException. */
final class Forms {
    private Forms() {}

    /** An address with http or https and a host, without a password. */
    static URI web(String text) {
        URI uri = URI.create(text);
        boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
        if (!web || uri.getHost() == null || uri.getUserInfo() != null) {
            throw new IllegalArgumentException("no address of a server");
        }
        return uri;
    }

    static String matching(Pattern form, String text) {
        if (!form.matcher(text).matches()) {
            throw new IllegalArgumentException("not of that form");
        }
        return text;
    }
}
