package io.winnow.adapter.mqtt;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A wish to change files of the configuration.
 *
 * @param commandId given by the sender, repeated in every answer
 * @param baseVersion the version that it starts from
 * @param files new texts by path; an empty one deletes the file
 * @param reason why, for the history
 */
public record ConfigurationCommand(
        String commandId, long baseVersion, Map<String, Optional<String>> files, String reason) {
    private static final List<String> KEYS = List.of("command_id", "base_version", "files", "reason");

    /** Also the largest packet that the broker is to send. */
    static final int LONGEST = 4 << 20;

    public ConfigurationCommand {
        files = Map.copyOf(files);
    }

    /** Reads {@code {"command_id": ..., "base_version": ..., "files": {"stations/ID.yaml": "text or null"}, "reason": ...}}. */
    static ConfigurationCommand parse(byte[] payload) throws CommandJson.MalformedException {
        CommandJson command = CommandJson.read(payload, LONGEST, KEYS);
        JsonNode json = command.json();
        JsonNode base = json.path("base_version");
        if (!base.isIntegralNumber() || !base.canConvertToLong()) {
            throw command.malformed("base_version must be the number of the version that the change starts from");
        }
        JsonNode reason = json.path("reason");
        if (!reason.isTextual() && !reason.isMissingNode()) {
            throw command.malformed("reason must be a text");
        }
        return new ConfigurationCommand(
                command.id(), base.asLong(), files(command), reason.asText("").strip());
    }

    private static Map<String, Optional<String>> files(CommandJson command) throws CommandJson.MalformedException {
        JsonNode given = command.json().path("files");
        Map<String, Optional<String>> files = new HashMap<>();
        for (Map.Entry<String, JsonNode> file : given.properties()) {
            JsonNode text = file.getValue();
            if (!text.isTextual() && !text.isNull()) {
                throw command.malformed("files must hold a text for each path, or null to delete the file");
            }
            files.put(file.getKey(), text.isNull() ? Optional.empty() : Optional.of(text.asText()));
        }
        if (files.isEmpty()) {
            throw command.malformed("files must be an object with at least one path");
        }
        return files;
    }
}
