package io.winnow.adapter.mqtt;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An answer to a command; a long command gets one when it is accepted and one when it is over.
 *
 * @param status how far it is
 * @param message one sentence
 * @param jobId the job to follow over REST, where there is one
 */
public record CommandReply(Status status, String message, Optional<String> jobId) {
    /** How far a command is. */
    public enum Status {
        /** It will be done; another answer follows. */
        ACCEPTED,
        /** It will not be done, for the reason in the message. */
        REJECTED,
        /** It was done. */
        SUCCEEDED,
        /** It was begun, but came to nothing. */
        FAILED
    }

    public static CommandReply rejected(String message) {
        return new CommandReply(Status.REJECTED, message, Optional.empty());
    }

    /** @param stationId null for what concerns the whole site */
    String toJson(String commandId, @Nullable String stationId, Instant at) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("schema", "urn:winnow:schema:ack:1");
        json.put("command_id", commandId.isEmpty() ? null : commandId);
        json.put("station_id", stationId);
        json.put("status", status.name().toLowerCase(Locale.ROOT));
        json.put("message", message);
        json.put("job_id", jobId.orElse(null));
        json.put("at", at.toString());
        return json.toString();
    }
}
