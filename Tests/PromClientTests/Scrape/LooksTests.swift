import PromClient
import Testing

@Suite("When pages are looked at again")
struct LooksTests {
    @Test("What took long is not done at each poll; what is quick is")
    func rests() {
        let now = ContinuousClock.now
        var looks = Looks()
        #expect(looks.isDue() && !looks.isResting(at: now))
        looks.took(.milliseconds(50), until: now)
        #expect(!looks.isResting(at: now + .milliseconds(1)))
        looks.took(.seconds(3), until: now)
        #expect(looks.isResting(at: now + .seconds(11)) && !looks.isResting(at: now + .seconds(12)))
        looks.took(.milliseconds(50), until: now + .seconds(20))
        #expect(!looks.isResting(at: now + .seconds(20)))
    }
}
