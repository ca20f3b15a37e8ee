/** How a station's training pool grows and stays clean once a model judges. */
@NullMarked
package io.winnow.core.pool;

import org.jspecify.annotations.NullMarked;
