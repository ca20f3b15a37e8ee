package io.winnow.shipping;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A container recipe, read strictly: instructions of the reference, in upper case, with continued lines joined, no here-documents. What it
 * does not know is refused.
 */
record Containerfile(Map<String, String> arguments, List<Stage> stages) {
    private static final Set<String> INSTRUCTIONS = Set.of(
            "ADD",
            "ARG",
            "CMD",
            "COPY",
            "ENTRYPOINT",
            "ENV",
            "EXPOSE",
            "FROM",
            "HEALTHCHECK",
            "LABEL",
            "ONBUILD",
            "RUN",
            "SHELL",
            "STOPSIGNAL",
            "USER",
            "VOLUME",
            "WORKDIR");
    private static final Pattern FROM = Pattern.compile("(\\S+)(?:\\s+AS\\s+([a-z][a-z0-9_.-]*))?");
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{?([A-Za-z_][A-Za-z0-9_]*)}?");
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * One image that is made on the way.
     *
     * @param name empty for one without
     * @param base as written, variables unresolved
     * @param platform of its FROM; empty for the one that is built for
     */
    record Stage(String name, String base, String platform, List<Instruction> instructions) {
        List<Instruction> all(String name) {
            return instructions.stream()
                    .filter(each -> each.name().equals(name))
                    .toList();
        }

        Optional<Instruction> last(String name) {
            return all(name).stream().reduce((first, second) -> second);
        }
    }

    /**
     * One instruction.
     *
     * @param flags such as {@code --from}
     * @param text what follows name and flags
     */
    record Instruction(int line, String name, Map<String, String> flags, String text) {
        /** Its words; of the form in brackets where that is used. */
        List<String> words() {
            return exec() ? json() : Arrays.asList(text.strip().split("\\s+"));
        }

        /** Whether it is in brackets: started directly, without a shell that would keep signals. */
        boolean exec() {
            return text.startsWith("[");
        }

        private List<String> json() {
            try {
                return List.of(JSON.readValue(text, String[].class));
            } catch (JsonProcessingException e) {
                throw new IllegalArgumentException("line " + line + ": " + text + " is no JSON", e);
            }
        }
    }

    static Containerfile read(Path file) throws IOException {
        Map<String, String> arguments = new LinkedHashMap<>();
        List<Stage> stages = new ArrayList<>();
        for (Instruction instruction : instructions(Files.readAllLines(file))) {
            if (instruction.name().equals("FROM")) {
                stages.add(stage(instruction));
            } else if (!stages.isEmpty()) {
                stages.get(stages.size() - 1).instructions().add(instruction);
            } else if (instruction.name().equals("ARG")) {
                String[] parts = instruction.text().split("=", 2);
                arguments.put(parts[0], parts.length > 1 ? parts[1] : "");
            } else {
                throw new IllegalArgumentException("line " + instruction.line() + ": only ARG may come before FROM");
            }
        }
        return new Containerfile(arguments, stages);
    }

    private static Stage stage(Instruction from) {
        Matcher form = FROM.matcher(from.text());
        if (!form.matches()) {
            throw new IllegalArgumentException("line " + from.line() + ": FROM " + from.text());
        }
        return new Stage(
                form.group(2) == null ? "" : form.group(2),
                form.group(1),
                from.flags().getOrDefault("platform", ""),
                new ArrayList<>());
    }

    private static List<Instruction> instructions(List<String> lines) {
        List<Instruction> instructions = new ArrayList<>();
        StringBuilder joined = new StringBuilder();
        int start = 0;
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.startsWith("#") || (joined.isEmpty() && line.isBlank())) {
                continue;
            }
            start = joined.isEmpty() ? i + 1 : start;
            boolean continued = line.endsWith("\\");
            joined.append(continued ? line.substring(0, line.length() - 1) : line);
            if (!continued) {
                instructions.add(instruction(start, joined.toString()));
                joined.setLength(0);
            }
        }
        if (!joined.isEmpty()) {
            throw new IllegalArgumentException("line " + start + " goes on after the end");
        }
        return instructions;
    }

    private static Instruction instruction(int line, String text) {
        String[] parts = text.split("\\s+", 2);
        if (!INSTRUCTIONS.contains(parts[0]) || parts.length < 2) {
            throw new IllegalArgumentException("line " + line + ": unknown instruction " + text);
        }
        Map<String, String> flags = new HashMap<>();
        String rest = parts[1].strip();
        while (rest.startsWith("--")) {
            String[] flag = rest.split("\\s+", 2);
            String[] pair = flag[0].substring(2).split("=", 2);
            flags.put(pair[0], pair.length > 1 ? pair[1] : "");
            rest = flag.length > 1 ? flag[1] : "";
        }
        return new Instruction(line, parts[0], flags, rest);
    }

    /** What is shipped. */
    Stage last() {
        return stages.get(stages.size() - 1);
    }

    Optional<Stage> stage(String name) {
        return stages.stream().filter(each -> each.name().equals(name)).findFirst();
    }

    /** A stage with those that it builds upon, the lowest first. */
    List<Stage> lineage(Stage stage) {
        List<Stage> lineage =
                new ArrayList<>(stage(stage.base()).map(this::lineage).orElseGet(ArrayList::new));
        lineage.add(stage);
        return lineage;
    }

    /** With the defaults of the arguments that stand before the first stage. */
    String resolved(String text) {
        return VARIABLE.matcher(text)
                .replaceAll(name -> Matcher.quoteReplacement(arguments.getOrDefault(name.group(1), name.group())));
    }

    /** Debian packages that a stage's own commands install. */
    static Set<String> packages(Stage stage) {
        Set<String> packages = new java.util.TreeSet<>();
        for (Instruction run : stage.all("RUN")) {
            for (String command : run.text().split("&&|;", -1)) {
                List<String> words = Arrays.asList(command.strip().split("\\s+"));
                if (words.contains("apt-get") && words.contains("install")) {
                    words.stream()
                            .skip(words.indexOf("install") + 1L)
                            .filter(word -> !word.startsWith("-"))
                            .forEach(packages::add);
                }
            }
        }
        return packages;
    }
}
