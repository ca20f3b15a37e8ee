package io.winnow.app.config;

/**
 * Something in a configuration file that cannot be worked with.
 *
 * @param file as the person who started Winnow would name it
 * @param line from 1
 * @param message key, value and the rule that it broke
 */
public record Problem(String file, int line, String message) implements Comparable<Problem> {
    @Override
    public int compareTo(Problem other) {
        int byFile = file.compareTo(other.file);
        return byFile != 0 ? byFile : Integer.compare(line, other.line);
    }

    /** {@code FILE:LINE: MESSAGE}, as editors understand it. */
    @Override
    public String toString() {
        return file + ":" + line + ": " + message;
    }
}
