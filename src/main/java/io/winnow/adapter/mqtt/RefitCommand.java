package io.winnow.adapter.mqtt;

import com.fasterxml.jackson.databind.JsonNode;
import io.winnow.core.inspection.StationId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
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
    private static final Pattern STRATEGY = Pattern.compile("[A-Za-z0-9_-]{1,64}");
    private static final List<String> KEYS = List.of("command_id", "strategy", "ratio");
    private static final int LONGEST = 16 * 1024;

    /** Reads {@code {"command_id": ..., "strategy": ..., "ratio": ...}}. */
    static RefitCommand parse(StationId station, byte[] payload) throws CommandJson.MalformedException {
        CommandJson command = CommandJson.read(payload, LONGEST, KEYS);
        JsonNode json = command.json();
        return new RefitCommand(
                station, command.id(), strategy(command, json.path("strategy")), ratio(command, json.path("ratio")));
    }

    private static Optional<String> strategy(CommandJson command, JsonNode value)
            throws CommandJson.MalformedException {
        if (value.isMissingNode() || value.isNull()) {
            return Optional.empty();
        }
        if (!value.isTextual() || !STRATEGY.matcher(value.asText()).matches()) {
            throw command.malformed("strategy must be a text of 1 to 64 letters, digits, _ or -");
        }
        return Optional.of(value.asText());
    }

    private static OptionalDouble ratio(CommandJson command, JsonNode value) throws CommandJson.MalformedException {
        if (value.isMissingNode() || value.isNull()) {
            return OptionalDouble.empty();
        }
        if (!value.isNumber() || !(value.asDouble() >= 0 && value.asDouble() < 1)) {
            throw command.malformed("ratio must be a number, 0 <= ratio < 1");
        }
        return OptionalDouble.of(value.asDouble());
    }
}
