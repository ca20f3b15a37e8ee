/** Tests of the MQTT adapter, against a real Mosquitto. */
@NullMarked
package io.winnow.adapter.mqtt;

import org.jspecify.annotations.NullMarked;
