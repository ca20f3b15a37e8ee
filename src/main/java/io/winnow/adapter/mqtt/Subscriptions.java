package io.winnow.adapter.mqtt;

import java.util.Arrays;
import java.util.List;
import org.eclipse.paho.mqttv5.common.MqttSubscription;

/** Topic filters that a connection subscribes to, all at QoS 1 and without what is retained. */
record Subscriptions(List<String> filters) {
    static final Subscriptions NONE = new Subscriptions(List.of());

    Subscriptions {
        filters = List.copyOf(filters);
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
