package io.winnow.shipping;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What Debian's packages hold and need, as this machine knows them. */
final class DebianPackages {
    private static final Pattern RESOLVED = Pattern.compile("\\s*(\\S+) => (/\\S+) \\(.*|\\s*(\\S+) => not found");

    private DebianPackages() {}

    /** Those that the smallest Debian already holds. */
    static Set<String> ofEveryImage() throws IOException, InterruptedException {
        Set<String> names = new TreeSet<>();
        for (String line : Command.succeed(
                        "dpkg-query", "--show", "--showformat=${Package} ${Priority} ${Essential}\\n")
                .lines()) {
            String[] words = line.split(" ", 3);
            if (words[1].equals("required") || words[2].equals("yes")) {
                names.add(words[0]);
            }
        }
        return names;
    }

    /** The packages whose files are linked when these libraries are loaded. */
    static Set<String> ownersOfNeeded(Collection<Path> libraries) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("ldd"));
        libraries.forEach(library -> command.add(library.toString()));
        Set<Path> found = new TreeSet<>();
        Set<String> owners = new TreeSet<>();
        for (String line : Command.succeed(command.toArray(String[]::new)).lines()) {
            Matcher resolved = RESOLVED.matcher(line);
            if (resolved.matches() && resolved.group(3) != null) {
                owners.add(resolved.group(3) + ", which is nowhere");
            } else if (resolved.matches()) {
                found.add(Path.of(resolved.group(2)));
            }
        }
        for (Path library : found) {
            owners.add(owner(library));
        }
        return owners;
    }

    private static String owner(Path library) throws IOException, InterruptedException {
        for (Path name : List.of(
                library.toRealPath(),
                library,
                Path.of("/usr").resolve(Path.of("/").relativize(library)))) {
            Command.Result found = Command.run(List.of("dpkg-query", "--search", name.toString()));
            if (found.status() == 0) {
                return found.lines().get(0).replaceFirst(":.*", "");
            }
        }
        return library + ", which is of no package";
    }

    static Set<String> withAllTheyDependOn(Set<String> packages) throws IOException, InterruptedException {
        Map<String, String> needs = new HashMap<>();
        for (String line : Command.succeed(
                        "dpkg-query", "--show", "--showformat=${Package}\\t${Pre-Depends}, ${Depends}\\n")
                .lines()) {
            String[] parts = line.split("\t", 2);
            needs.put(parts[0], parts[1]);
        }
        Set<String> all = new TreeSet<>();
        Deque<String> open = new ArrayDeque<>(packages);
        while (!open.isEmpty()) {
            String name = open.pop();
            if (all.add(name)) {
                Arrays.stream(needs.getOrDefault(name, "").split("[,|]"))
                        .map(word -> word.strip().replaceFirst("[ (:].*", ""))
                        .filter(word -> !word.isEmpty())
                        .forEach(open::push);
            }
        }
        return all;
    }
}
