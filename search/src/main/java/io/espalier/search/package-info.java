// SPDX-License-Identifier: Apache-2.0
/** What all searches have in common. */
@NullMarked
package io.espalier.search;

import org.jspecify.annotations.NullMarked;
