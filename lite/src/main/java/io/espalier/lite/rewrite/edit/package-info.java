// SPDX-License-Identifier: Apache-2.0
/**
 * A subgraph that can be changed: the workbench below patterns and rules. Start at {@link
 * io.espalier.lite.rewrite.edit.SubgraphEditor}; what is changed, and when, is not decided here.
 */
@NullMarked
package io.espalier.lite.rewrite.edit;

import org.jspecify.annotations.NullMarked;
