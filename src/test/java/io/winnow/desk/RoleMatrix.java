package io.winnow.desk;

import com.fasterxml.jackson.databind.JsonNode;
import io.winnow.core.access.Role;
import io.winnow.testing.RestClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Holds what every role is answered, request by request of the interface's own description, against src/test/resources/roles.txt. */
final class RoleMatrix {
    private static final Path RULES = Path.of("src/test/resources/roles.txt");
    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch");

    private final Map<String, String> rules = new TreeMap<>();
    private final JsonNode paths;

    /** @param description of the interface, as OpenAPI */
    RoleMatrix(JsonNode description) throws IOException {
        this.paths = description.path("paths");
        for (String line : Files.readAllLines(RULES)) {
            if (!line.isBlank() && !line.startsWith("#")) {
                String[] words = line.split("\\s+");
                rules.put(words[0] + " " + words[1], words[2]);
            }
        }
    }

    /** Requests as "METHOD path". */
    Set<String> requests() {
        Set<String> requests = new TreeSet<>();
        paths.properties().forEach(path -> path.getValue().fieldNames().forEachRemaining(method -> {
            if (METHODS.contains(method) && path.getKey().startsWith("/api/")) {
                requests.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey());
            }
        }));
        return requests;
    }

    Set<String> ruled() {
        return rules.keySet();
    }

    /** What is answered otherwise than by the rules; empty where all is well. */
    List<String> violations(Map<Role, RestClient> clients, RestClient stranger) throws Exception {
        List<String> violations = new ArrayList<>();
        for (String request : requests()) {
            String rule = rules.getOrDefault(request, "nobody");
            int unknown = ask(stranger, request);
            if (!rule.equals("anybody") && unknown != 401) {
                violations.add("%s: a stranger is answered %d instead of 401".formatted(request, unknown));
            }
            for (Map.Entry<Role, RestClient> client : clients.entrySet()) {
                int status = ask(client.getValue(), request);
                boolean may =
                        switch (rule) {
                            case "anybody", "everybody" -> true;
                            case "nobody" -> false;
                            default -> client.getKey().includes(Role.parse(rule));
                        };
                if (may == (status == 403) || (may && status == 401 && !rule.equals("anybody")) || status >= 500) {
                    violations.add("%s: %s is answered %d, needs %s"
                            .formatted(request, client.getKey().word(), status, rule));
                }
            }
        }
        return violations;
    }

    /** With names of things that are not there, so that nothing happens where somebody may. */
    private int ask(RestClient client, String request) throws Exception {
        String method = request.substring(0, request.indexOf(' '));
        String template = request.substring(method.length() + 1);
        String path = template.replace("{group}", "1").replace("{strike}", "1").replaceAll("\\{\\w+}", "none");
        JsonNode content = paths.path(template)
                .path(method.toLowerCase(Locale.ROOT))
                .path("requestBody")
                .path("content");
        if (content.isEmpty()) {
            return client.json(method, path, "").status();
        }
        String type = content.fieldNames().next();
        return client.send(method, path, type, type.contains("json") ? "{}" : "no picture")
                .status();
    }
}
