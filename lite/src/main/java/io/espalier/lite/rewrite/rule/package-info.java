// SPDX-License-Identifier: Apache-2.0
/**
 * The rules, one a file, each with a picture of what it finds and what it makes of it. Which run when is said in {@link
 * io.espalier.lite.rewrite.Stages} alone.
 */
@NullMarked
package io.espalier.lite.rewrite.rule;

import org.jspecify.annotations.NullMarked;
