/** How the service itself is: its parts, how long frames take, what went wrong lately, what is stored. */
@NullMarked
package io.winnow.core.health;

import org.jspecify.annotations.NullMarked;
