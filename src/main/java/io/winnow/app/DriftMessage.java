package io.winnow.app;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.winnow.core.model.RefitProposal;
import io.winnow.core.station.Station;
import io.winnow.core.watch.DriftAlarm;
import io.winnow.core.watch.DriftStatus;
import java.util.Locale;
import java.util.Optional;

/** What a station publishes on its {@code drift} topic: whether it drifts, and the refit that is proposed for it. */
final class DriftMessage {
    private DriftMessage() {}

    static String json(Station station, Optional<RefitProposal> proposal) {
        DriftStatus status = station.drift().status();
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("schema", "urn:winnow:schema:drift:1");
        json.put("station_id", station.id().value());
        json.put("state", status.state());
        ArrayNode alarms = json.putArray("alarms");
        for (DriftAlarm alarm : status.alarms()) {
            alarms.addObject()
                    .put("sign", alarm.sign().name().toLowerCase(Locale.ROOT))
                    .put("raised_at", alarm.raisedAt().toString())
                    .put("after", alarm.after())
                    .put("acknowledged_by", alarm.acknowledgedBy().orElse(null));
        }
        json.put("proposal_id", proposal.map(RefitProposal::id).orElse(null));
        return json.toString();
    }
}
