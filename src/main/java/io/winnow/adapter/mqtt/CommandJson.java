package io.winnow.adapter.mqtt;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * A command's payload: a JSON object of known keys with an id.
 *
 * @param id given by the sender, repeated in every answer; 1 to 128 letters, digits or {@code . _ : -}
 */
record CommandJson(String id, JsonNode json) {
    private static final Pattern COMMAND_ID = Pattern.compile("[A-Za-z0-9._:-]{1,128}");
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .build();

    /** A payload that is no command, with the id to answer to where there is one. */
    static final class MalformedException extends Exception {
        private static final long serialVersionUID = 1;
        private final String commandId;

        MalformedException(String commandId, String message) {
            super(message);
            this.commandId = commandId;
        }

        /** Empty where the payload held no usable id. */
        String commandId() {
            return commandId;
        }
    }

    /** @param longest payload in bytes */
    static CommandJson read(byte[] payload, int longest, List<String> keys) throws MalformedException {
        JsonNode json = parse(payload, longest);
        String id = json.path("command_id").asText("");
        if (!COMMAND_ID.matcher(id).matches() || !json.path("command_id").isTextual()) {
            throw new MalformedException("", "command_id must be a text of 1 to 128 letters, digits or . _ : -");
        }
        TreeSet<String> unknown = new TreeSet<>();
        json.fieldNames().forEachRemaining(unknown::add);
        keys.forEach(unknown::remove);
        if (!unknown.isEmpty()) {
            throw new MalformedException(
                    id, "command has %d unknown keys, known are %s".formatted(unknown.size(), String.join(", ", keys)));
        }
        return new CommandJson(id, json);
    }

    /** To be thrown when a value breaks its form. */
    MalformedException malformed(String message) {
        return new MalformedException(id, message);
    }

    private static JsonNode parse(byte[] payload, int longest) throws MalformedException {
        if (payload.length > longest) {
            throw new MalformedException(
                    "", "command has %d bytes, at most %d are read".formatted(payload.length, longest));
        }
        try {
            JsonNode json = MAPPER.readTree(payload);
            if (json.isObject()) {
                return json;
            }
        } catch (JsonProcessingException e) {
            throw new MalformedException("", "command is no JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new MalformedException("", "command cannot be read: " + e.getMessage());
        }
        throw new MalformedException("", "command must be a JSON object");
    }
}
