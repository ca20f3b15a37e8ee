package io.winnow.adapter.mqtt;

import java.util.Arrays;
import java.util.List;
import org.eclipse.paho.mqttv5.common.MqttSubscription;

/**
 * Topic filters that a connection subscribes to, all at QoS 1 and without what is retained.
 *
 * @param givenUp filters that it ends subscriptions to
 */
record Subscriptions(List<String> filters, List<String> givenUp) {
    static final Subscriptions NONE = new Subscriptions(List.of());

    Subscriptions {
        filters = List.copyOf(filters);
        givenUp = List.copyOf(givenUp);
    }

    Subscriptions(List<String> filters) {
        this(filters, List.of());
    }

    /** No subscription any more to what an earlier session of the same client had subscribed to. */
    static Subscriptions without(List<String> filters) {
        return new Subscriptions(List.of(), filters);
    }

    MqttSubscription[] toPaho() {
        return filters.stream().map(Subscriptions::subscription).toArray(MqttSubscription[]::new);
    }

    /** A retained frame or command is a relic of another time: it must not act again on each reconnect. */
    private static MqttSubscription subscription(String filter) {
        MqttSubscription subscription = new MqttSubscription(filter, 1);
        subscription.setRetainHandling(2);
        subscription.setRetainAsPublished(true);
        return subscription;
    }

    /** True when the broker granted every filter; the codes are those of its SUBACK. */
    boolean granted(int[] reasonCodes) {
        return Arrays.stream(reasonCodes).allMatch(code -> code < 0x80);
    }
}
