/** Tests of object storage against a real server. */
@NullMarked
package io.winnow.adapter.objects;

import org.jspecify.annotations.NullMarked;
