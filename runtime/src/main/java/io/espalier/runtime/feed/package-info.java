// SPDX-License-Identifier: Apache-2.0
/** Feeds examples to an interpreter and reads its outputs. */
@NullMarked
package io.espalier.runtime.feed;

import org.jspecify.annotations.NullMarked;
