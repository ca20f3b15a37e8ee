/** The commands of {@code winnow}. Each is given the ports it needs; none knows another adapter. */
@NullMarked
package io.winnow.adapter.cli;

import org.jspecify.annotations.NullMarked;
