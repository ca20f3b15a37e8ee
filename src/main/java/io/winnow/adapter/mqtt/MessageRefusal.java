package io.winnow.adapter.mqtt;

/** Why a message from the broker was not taken; doubles as a metric tag. */
public enum MessageRefusal {
    /** A retained message on the frame topic: it would act again at every reconnect. */
    RETAINED_FRAME,
    /** A retained command or truth, for the same reason. */
    RETAINED_MESSAGE,
    /** A command that breaks its form. */
    MALFORMED_COMMAND,
    /** A truth that names no frame. */
    TRUTH_WITHOUT_FRAME,
    /** A truth whose mask is larger than any frame may be. */
    TRUTH_TOO_LARGE
}
