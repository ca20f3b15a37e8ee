/** The composition root: configuration, wiring, lifecycle. It sees everything and nobody imports it. */
@NullMarked
package io.winnow.app;

import org.jspecify.annotations.NullMarked;
