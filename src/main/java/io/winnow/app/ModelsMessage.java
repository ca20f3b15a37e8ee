package io.winnow.app;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.winnow.core.inspection.StationId;
import io.winnow.core.model.ModelEvent;
import io.winnow.core.model.ModelRecord;
import io.winnow.core.model.ModelState;
import io.winnow.core.model.ModelStore;
import java.time.Instant;
import java.util.Optional;

/** What a station publishes on its {@code models} topic; follows {@code schema/models-v1.schema.json}. */
final class ModelsMessage {
    private ModelsMessage() {}

    static String json(StationId station, ModelStore models, Instant at) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("schema", "urn:winnow:schema:models:1");
        json.put("station_id", station.value());
        json.put("at", at.toString());
        put(json, "champion", models.champion(station));
        put(json, "candidate", models.candidate(station));
        Optional<ModelEvent> last = models.history(station, 1).stream().findFirst();
        if (last.isPresent()) {
            ModelEvent event = last.get();
            json.putObject("last_event")
                    .put("sequence", event.sequence())
                    .put("version", event.version().toString())
                    .put("from", event.from().map(ModelState::word).orElse(null))
                    .put("to", event.to().word())
                    .put("at", event.at().toString())
                    .put("by", event.by())
                    .put("why", event.why());
        } else {
            json.putNull("last_event");
        }
        return json.toString();
    }

    private static void put(ObjectNode json, String name, Optional<ModelRecord> model) {
        if (model.isEmpty()) {
            json.putNull(name);
            return;
        }
        json.putObject(name)
                .put("version", model.get().version().toString())
                .put("state", model.get().state().word())
                .put("since", model.get().since().toString())
                .put("reason", model.get().reason());
    }
}
