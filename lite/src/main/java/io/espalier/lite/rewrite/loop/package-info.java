// SPDX-License-Identifier: Apache-2.0

/**
 * Steps that stand one after the other in a graph, as those of a recurrent layer, as a loop. Start reading at {@link io.espalier.lite.rewrite.loop.StepsAsLoop}.
 */
@NullMarked
package io.espalier.lite.rewrite.loop;

import org.jspecify.annotations.NullMarked;
