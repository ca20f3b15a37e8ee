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

    /** Somebody looks at a frame that waits for review, or nobody does any more when {@code look} is null. */
    record Looked(String inspectionId, @Nullable LookView look) implements LiveMessage {
        @Override
        public String type() {
            return "look";
        }
    }

    /** What is said of a frame from now on: a label, a doubt, or nothing any more when both are null. */
    record Labelled(
            String inspectionId,
            @Nullable LabelView label,
            @Nullable DoubtView unsure) implements LiveMessage {
        @Override
        public String type() {
            return "label";
        }
    }
}
