package io.winnow.adapter.mqtt;

/**
 * What passed a gateway since it was opened.
 *
 * @param framesReceived frames handed to the sink
 * @param bytesReceived bytes of their images
 * @param framesIgnored retained messages on the frame topic, and frames that the sink did not take
 * @param framesInFlight frames handed over and not yet acknowledged, now
 * @param published messages that the broker confirmed
 * @param publishFailures messages that it did not
 */
public record GatewayCounters(
        long framesReceived,
        long bytesReceived,
        long framesIgnored,
        int framesInFlight,
        long published,
        long publishFailures) {}
