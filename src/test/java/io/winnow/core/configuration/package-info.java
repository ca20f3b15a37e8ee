@NullMarked
package io.winnow.core.configuration;

import org.jspecify.annotations.NullMarked;
