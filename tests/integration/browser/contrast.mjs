// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Runs inside the page: every visible text whose contrast with what is behind it is below WCAG's 4.5 : 1.

export function poorContrasts() {
    const LEAST = 4.5;
    const channels = color => {
        const [r, g, b, a = 1] = color.match(/[\d.]+/g).map(Number);
        return { r, g, b, a };
    };
    const over = (front, back) => ({
        r: front.r * front.a + back.r * (1 - front.a),
        g: front.g * front.a + back.g * (1 - front.a),
        b: front.b * front.a + back.b * (1 - front.a),
        a: 1,
    });
    const luminance = ({ r, g, b }) => {
        const linear = [r, g, b].map(value => value / 255).map(value => value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
    };
    const behind = element => {
        const layers = [];
        for (let current = element; current; current = current.parentElement)
            layers.unshift(channels(getComputedStyle(current).backgroundColor));
        return layers.reduce((back, front) => over(front, back), { r: 255, g: 255, b: 255, a: 1 });
    };
    const poor = [];
    for (const element of document.querySelectorAll('body *')) {
        const ownText = [...element.childNodes].some(node => node.nodeType === Node.TEXT_NODE && node.textContent.trim());
        if (!ownText || !element.checkVisibility() || ['SCRIPT', 'STYLE'].includes(element.tagName))
            continue;
        const style = getComputedStyle(element);
        const back = behind(element);
        const front = over(channels(element instanceof SVGElement ? style.fill : style.color), back);
        const [bright, dark] = [luminance(front), luminance(back)].sort((a, b) => b - a);
        const ratio = (bright + 0.05) / (dark + 0.05);
        if (ratio < LEAST)
            poor.push(`${element.tagName.toLowerCase()} "${element.textContent.trim().slice(0, 30)}": ${ratio.toFixed(2)}`);
    }
    return poor;
}
