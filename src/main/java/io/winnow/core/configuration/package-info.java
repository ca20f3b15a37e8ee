/** Versions of the configuration: changing it from afar, trying a version at a start, and going back where that fails. */
@NullMarked
package io.winnow.core.configuration;

import org.jspecify.annotations.NullMarked;
