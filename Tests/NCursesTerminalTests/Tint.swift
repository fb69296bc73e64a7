import Foundation

/// A colour by its linear parts of red, green and blue, for reckoning how it is seen.
struct Tint {
    static let black = Tint(red: 0, green: 0, blue: 0)
    static let white = Tint(red: 1, green: 1, blue: 1)

    private let red: Double
    private let green: Double
    private let blue: Double

    private init(red: Double, green: Double, blue: Double) {
        self.red = red
        self.green = green
        self.blue = blue
    }

    /// Colour 16 to 255 of xterm: a cube of six steps, then greys.
    init(xterm number: Int) {
        let steps = [0, 95, 135, 175, 215, 255]
        let index = number - 16
        let grey = 8 + 10 * (number - 232)
        let parts = number < 232 ? [steps[index / 36], steps[index / 6 % 6], steps[index % 6]] : [grey, grey, grey]
        let linear = parts.map { part in
            let value = Double(part) / 255
            return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
        }
        self.init(red: linear[0], green: linear[1], blue: linear[2])
    }

    /// The relative luminance of WCAG 2.
    private var luminance: Double { 0.2126 * red + 0.7152 * green + 0.0722 * blue }

    /// The contrast ratio of WCAG 2, from 1 to 21.
    func contrast(with other: Tint) -> Double {
        (max(luminance, other.luminance) + 0.05) / (min(luminance, other.luminance) + 0.05)
    }

    /// The distance in CIE L*a*b*; 2.3 is just noticeable.
    func distance(to other: Tint) -> Double {
        zip(lab, other.lab).map { pow($0 - $1, 2) }.reduce(0, +).squareRoot()
    }

    private var lab: [Double] {
        func curve(_ value: Double) -> Double { value > 0.008856 ? cbrt(value) : 7.787 * value + 16.0 / 116 }
        let x = curve((0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.9505)
        let y = curve(luminance)
        let z = curve((0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.089)
        return [116 * y - 16, 500 * (x - y), 200 * (y - z)]
    }

    /// As it is seen without green cones (Machado, Oliveira and Fernandes, 2009).
    var deuteranopic: Tint {
        func part(_ a: Double, _ b: Double, _ c: Double) -> Double {
            min(max(a * red + b * green + c * blue, 0), 1)
        }
        return Tint(
            red: part(0.367322, 0.860646, -0.227968),
            green: part(0.280085, 0.672501, 0.047413),
            blue: part(-0.011820, 0.042940, 0.968881)
        )
    }
}
