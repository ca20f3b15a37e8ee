package io.winnow.adapter.mqtt;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.winnow.core.inspection.StationId;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * An operator's wish to fit a station's model again.
 *
 * @param station whose model
 * @param commandId given by the sender, repeated in every answer; 1 to 128 letters, digits or {@code . _ : -}
 * @param strategy name of the refinement, such as {@code sroc}; empty for the configured one
 * @param ratio share of the pool to drop, 0 up to but not including 1; empty for the configured one
 */
public record RefitCommand(StationId station, String commandId, Optional<String> strategy, OptionalDouble ratio) {
    private static final Pattern COMMAND_ID = Pattern.compile("[A-Za-z0-9._:-]{1,128}");
    private static final Pattern STRATEGY = Pattern.compile("[A-Za-z0-9_-]{1,64}");
    private static final Set<String> KEYS = Set.of("command_id", "strategy", "ratio");
    private static final int LONGEST = 16 * 1024;
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
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

    /** Reads {@code {"command_id": ..., "strategy": ..., "ratio": ...}}. */
    static RefitCommand parse(StationId station, byte[] payload) throws MalformedException {
        JsonNode json = json(payload);
        String id = json.path("command_id").asText("");
        if (!COMMAND_ID.matcher(id).matches() || !json.path("command_id").isTextual()) {
            throw new MalformedException("", "command_id must be a text of 1 to 128 letters, digits or . _ : -");
        }
        requireKnownKeys(id, json);
        return new RefitCommand(station, id, strategy(id, json.path("strategy")), ratio(id, json.path("ratio")));
    }

    private static JsonNode json(byte[] payload) throws MalformedException {
        if (payload.length > LONGEST) {
            throw new MalformedException(
                    "", "command has %d bytes, at most %d are read".formatted(payload.length, LONGEST));
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

    private static void requireKnownKeys(String id, JsonNode json) throws MalformedException {
        Set<String> unknown = new TreeSet<>();
        json.fieldNames().forEachRemaining(unknown::add);
        unknown.removeAll(KEYS);
        if (!unknown.isEmpty()) {
            throw new MalformedException(
                    id, "command has %d unknown keys, known are command_id, strategy, ratio".formatted(unknown.size()));
        }
    }

    private static Optional<String> strategy(String id, JsonNode value) throws MalformedException {
        if (value.isMissingNode() || value.isNull()) {
            return Optional.empty();
        }
        if (!value.isTextual() || !STRATEGY.matcher(value.asText()).matches()) {
            throw new MalformedException(id, "strategy must be a text of 1 to 64 letters, digits, _ or -");
        }
        return Optional.of(value.asText());
    }

    private static OptionalDouble ratio(String id, JsonNode value) throws MalformedException {
        if (value.isMissingNode() || value.isNull()) {
            return OptionalDouble.empty();
        }
        if (!value.isNumber() || !(value.asDouble() >= 0 && value.asDouble() < 1)) {
            throw new MalformedException(id, "ratio must be a number, 0 <= ratio < 1");
        }
        return OptionalDouble.of(value.asDouble());
    }
}
