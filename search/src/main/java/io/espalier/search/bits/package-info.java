// SPDX-License-Identifier: Apache-2.0
/** Numbers for each layer: how sensitive layers are, and the smallest or quickest file within an accuracy budget. */
@NullMarked
package io.espalier.search.bits;

import org.jspecify.annotations.NullMarked;
