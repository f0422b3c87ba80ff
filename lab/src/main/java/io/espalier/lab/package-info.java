// SPDX-License-Identifier: Apache-2.0
/** What both labs have in common: what they would do. */
@NullMarked
package io.espalier.lab;

import org.jspecify.annotations.NullMarked;
