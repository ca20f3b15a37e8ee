package io.winnow.core.health;

import java.util.Locale;

/** What to do about trouble, by where it comes from. */
public enum Advice {
    STORAGE(
            "Look at the free disk space and at who may write into the data folder; nothing is lost that was answered."),
    BROKER(
            "Look whether the MQTT broker runs and can be reached from this machine; frames and verdicts wait meanwhile."),
    BACKBONE(
            "Look at the backbone and its execution provider on this page; install the driver or choose another provider."),
    SEARCH("Install the native search library; plain Java gives the same results and is slower."),
    MODEL("Open Models: roll back to a version that is intact, or refit the station."),
    FRAME("Look at the frame and at the camera; the line goes on, the frame is undecided."),
    REFIT("Open Training, read why it ended, and start the refit again; the model in use stays."),
    OTHER("Read the service's log at that time; start the service again if it stays.");

    private final String text;

    Advice(String text) {
        this.text = text;
    }

    /** As clients have it, for translations. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** In plain English. */
    public String text() {
        return text;
    }
}
