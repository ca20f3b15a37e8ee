package io.winnow.adapter.rest;

import io.winnow.core.inspection.Inspection;
import io.winnow.core.inspection.InspectionId;
import io.winnow.core.inspection.InspectionStore;
import io.winnow.core.inspection.ModelVersion;
import io.winnow.core.inspection.StationId;
import io.winnow.core.station.Station;
import io.winnow.core.station.Stations;
import jakarta.inject.Singleton;
import java.util.function.Function;

/** Finds what a path names, or refuses the request with what was wrong with the name. */
@Singleton
public class Lookup {
    private final Stations stations;
    private final InspectionStore inspections;

    Lookup(Stations stations, InspectionStore inspections) {
        this.stations = stations;
        this.inspections = inspections;
    }

    Station station(String id) {
        StationId station = parse(id, StationId::new);
        return stations.find(station)
                .orElseThrow(() -> Problems.notFound("there is no station '%s'; stations are %s"
                        .formatted(id, stations.all().stream().map(Station::id).toList())));
    }

    Inspection inspection(String id) {
        InspectionId inspection = parse(id, InspectionId::new);
        return inspections
                .find(inspection)
                .orElseThrow(() -> Problems.notFound("there is no inspection '%s', or no longer".formatted(id)));
    }

    ModelVersion version(String text) {
        return parse(text, ModelVersion::parse);
    }

    /** Turns a value's own refusal into a bad request. */
    static <T> T parse(String text, Function<String, T> parser) {
        try {
            return parser.apply(text);
        } catch (IllegalArgumentException e) {
            throw Problems.badRequest(String.valueOf(e.getMessage()));
        }
    }
}
