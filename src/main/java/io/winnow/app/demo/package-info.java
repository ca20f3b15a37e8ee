/** The demonstration: a service with a broker, a camera and an operator of its own. */
@NullMarked
package io.winnow.app.demo;

import org.jspecify.annotations.NullMarked;
