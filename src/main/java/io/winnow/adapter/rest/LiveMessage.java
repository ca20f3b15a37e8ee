package io.winnow.adapter.rest;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/** What is pushed to dashboards; {@code type} tells them apart. */
public sealed interface LiveMessage {
    @JsonProperty
    String type();

    /** A frame was judged. */
    record Inspected(InspectionView inspection) implements LiveMessage {
        @Override
        public String type() {
            return "inspection";
        }
    }

    /** A station's model, phase, pool or counts changed. */
    record StationChanged(StationView station) implements LiveMessage {
        @Override
        public String type() {
            return "station";
        }
    }

    /** Something became of a station's models. */
    record ModelsChanged(String stationId) implements LiveMessage {
        @Override
        public String type() {
            return "models";
        }
    }

    /** A job went on or ended. */
    record JobChanged(JobView job) implements LiveMessage {
        @Override
        public String type() {
            return "job";
        }
    }

    /** A label was set, or taken back when {@code label} is null. */
    record Labelled(String inspectionId, @Nullable LabelView label) implements LiveMessage {
        @Override
        public String type() {
            return "label";
        }
    }
}
