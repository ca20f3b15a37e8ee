/** MQTT 5 through Eclipse Paho: frames in, verdicts and state out, commands answered; and a supervised Mosquitto. */
@NullMarked
package io.winnow.adapter.mqtt;

import org.jspecify.annotations.NullMarked;
