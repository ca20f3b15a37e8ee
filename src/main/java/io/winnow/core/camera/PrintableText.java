package io.winnow.core.camera;

/** What people can read of a text that a machine sent. */
public final class PrintableText {
    /** Most characters of a part's name, a trigger or a camera setting that are kept. */
    public static final int LONGEST = 128;

    private PrintableText() {}

    /** The text without controls and line ends, and without the invisible marks that turn text around. */
    public static String of(String value) {
        StringBuilder kept = new StringBuilder(Math.min(value.length(), 256));
        value.codePoints().filter(PrintableText::isPrintable).forEach(kept::appendCodePoint);
        return kept.toString();
    }

    private static boolean isPrintable(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
