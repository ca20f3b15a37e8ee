/** What {@code edge-config/} says, read strictly: every problem of every file is reported before anything starts. */
@NullMarked
package io.winnow.app.config;

import org.jspecify.annotations.NullMarked;
