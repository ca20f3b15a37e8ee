package io.winnow.adapter.mqtt;

import io.winnow.core.camera.StationAddress;

/** The topics of one station, {@code winnow/<site>/<line>/<camera>/...}. */
record StationTopics(StationAddress station) {
    private String leaf(String name) {
        return "winnow/" + station + "/" + name;
    }

    String frame() {
        return leaf("frame");
    }

    /** For evaluation only. */
    String truth() {
        return leaf("truth");
    }

    String verdict() {
        return leaf("verdict");
    }

    String state() {
        return leaf("state");
    }

    String stats() {
        return leaf("stats");
    }

    /** Retained. */
    String models() {
        return leaf("models");
    }

    String drift() {
        return leaf("drift");
    }

    String refit() {
        return leaf("cmd/refit");
    }

    String ack() {
        return leaf("ack");
    }
}
