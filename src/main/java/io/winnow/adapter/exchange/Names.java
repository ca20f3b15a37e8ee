package io.winnow.adapter.exchange;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Names of files and folders that every system takes, each given once: what is no letter, digit, hyphen or underscore becomes an
 * underscore, and two things whose names become alike get numbers. Used by one thread.
 */
final class Names {
    /** Folder of defects without a type. */
    static final String UNTYPED = "defect";

    /** Ends the folder of defects of which nobody marked where they are: a folder with masks has one for every image. */
    static final String UNMARKED = "-unmarked";

    private static final int LONGEST = 80;
    /** Folder names that mean something, and those that Windows keeps for itself. */
    private static final Set<String> RESERVED = Set.of("good", "ok", UNTYPED, "con", "prn", "aux", "nul");

    private final Map<String, String> folders = new HashMap<>();
    private final Set<String> given = new HashSet<>();

    /** The folder of a type of defect, the same for the same type. */
    String folder(Optional<String> type) {
        return type.map(name -> folders.computeIfAbsent(name, this::newFolder)).orElse(UNTYPED);
    }

    private String newFolder(String type) {
        String plain = plain(type);
        boolean taken = RESERVED.contains(plain.toLowerCase(Locale.ROOT)) || plain.endsWith(UNMARKED);
        return once("folder ", taken ? plain + "_" : plain, "");
    }

    /** A file's name in a folder, with an extension such as {@code ".png"}; differs from all given in that folder before. */
    String file(String folder, String name, String extension) {
        return once(folder + "/", plain(name), extension);
    }

    private String once(String where, String plain, String extension) {
        String name = plain;
        // Some file systems do not tell capitals from small letters.
        for (int i = 2; !given.add((where + name).toLowerCase(Locale.ROOT)); i++) {
            name = plain + "-" + i;
        }
        return name + extension;
    }

    static String plain(String text) {
        String plain = text.strip().replaceAll("[^\\p{L}\\p{N}_.-]", "_").replaceAll("^\\.+|\\.+$", "_");
        return plain.isEmpty()
                ? "_"
                : plain.codePoints()
                        .limit(LONGEST)
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString();
    }
}
